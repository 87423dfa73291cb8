// An index in blocks, and files of several builds, a network that comes and goes: in Chromium.

import { sharedBrowser } from "../support/browser.mjs";
import { ofBuilds } from "../support/faults.mjs";

ofBuilds("Chromium", sharedBrowser());
