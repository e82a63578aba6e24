import "./app.css";
import "./htmx";
import { loadIslands } from "./loader";
import { guardAgainstDoubles } from "./submits";
import { placeMenus, returnFocusOfDialogs } from "./dialogs";
import { letToastsGo } from "./toasts";

guardAgainstDoubles();
returnFocusOfDialogs();
placeMenus();
letToastsGo();
loadIslands();
