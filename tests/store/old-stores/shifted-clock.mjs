// Loaded into a build before anything else (`node --import`): the clock of the build runs on, but from another day.
const RealDate = Date;
const offsetMs = Number(process.env.SHIFTED_CLOCK_OFFSET_MS ?? 0);

globalThis.Date = class ShiftedDate extends RealDate {
  constructor(...parts) {
    if (parts.length === 0) super(RealDate.now() + offsetMs);
    else super(...parts);
  }

  static now() {
    return RealDate.now() + offsetMs;
  }
};
