// What the first visit to the app may download, in bytes compressed with brotli.
/** What it is to come down to. */
export const AIM_BYTES = 700_000;
/** What it may not grow beyond until then: lower it with every gain, down to the aim. */
export const LIMIT_BYTES = 960_000;
