// Every page works without this file; what it adds is narrower answers, focus, and small comforts.
import "htmx.org";
import "./focus.js";
import "./menus.js";
import "./sort-list.js";
import "./answers.js";
import "./dirty-form.js";
import "./settings.js";
import "./read-aloud.js";
import "./four-words.js";
import "./print-page.js";
