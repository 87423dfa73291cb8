// An index in blocks, and files of several builds, a network that comes and goes: in Firefox.

import { sharedFirefox } from "../support/firefox.mjs";
import { ofBuilds } from "../support/faults.mjs";

ofBuilds("Firefox", sharedFirefox());
