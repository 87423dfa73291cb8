// An index in blocks, and files that arrive late, or packed in an unusual way: in Firefox.

import { sharedFirefox } from "../support/firefox.mjs";
import { ofHarmless } from "../support/faults.mjs";

ofHarmless("Firefox", sharedFirefox());
