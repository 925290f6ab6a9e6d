// The version that reports and caches carry.

/** Version of the verifier; equal to the package's. */
export const VERSION = '0.1.0';
