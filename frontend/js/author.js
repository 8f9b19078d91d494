// What only the pages of authors need, beside app.js. All of it works without this file.
import "./author/block-rows.js";
import "./author/drag.js";
import "./author/save-block.js";
import "./author/look-on.js";
import "./author/said.js";
import "./author/bench-keys.js";
