// The entry: starts what each module brings to the page.
import { listen } from "./events.js";
import { offerFindings } from "./findings.js";
import { offerMenus } from "./menus.js";
import { offerPanels } from "./panels.js";
import { keepPlace } from "./place.js";
import { refreshOn } from "./refresh.js";
import { offerSearch } from "./search.js";
import { offerShortcuts } from "./shortcuts.js";
import { offerTheme } from "./theme.js";
import { scrollTogether } from "./together.js";
import { offerUnits } from "./units.js";
import { offerZoom } from "./zoom.js";

offerTheme();
offerMenus();
offerSearch();
if (document.body.dataset.query) {
  offerPanels();
  offerZoom();
  offerUnits();
  offerFindings();
  scrollTogether();
  keepPlace();
}
offerShortcuts();
listen(refreshOn());
document.documentElement.dataset.ready = "";
