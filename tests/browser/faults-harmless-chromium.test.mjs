// An index in blocks, and files that arrive late, or packed in an unusual way: in Chromium.

import { sharedBrowser } from "../support/browser.mjs";
import { ofHarmless } from "../support/faults.mjs";

ofHarmless("Chromium", sharedBrowser());
