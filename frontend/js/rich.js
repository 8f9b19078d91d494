// The visual editor of texts: loaded only where a text is open to be edited, after author.js.
import "./author/rich/rich-text.js";
