// Loaded into the program before anything else: its clock can be set wrong while it runs. The file that CHAOS_CLOCK names
// holds by how many milliseconds. What measures with `performance.now` is not touched, as with a real clock jump.
import { readFileSync } from 'node:fs';

const RealDate = Date;
let skew = 0;

const look = () => {
  try {
    skew = Number(readFileSync(process.env.CHAOS_CLOCK, 'utf8')) || 0;
  } catch {
    skew = 0;
  }
};
look();
setInterval(look, 100).unref();

globalThis.Date = class extends RealDate {
  constructor(...given) {
    if (given.length === 0) super(RealDate.now() + skew);
    else super(...given);
  }

  static now() {
    return RealDate.now() + skew;
  }
};
