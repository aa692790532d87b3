/** Placeholder of the first day; see issue: offline queue. */
export {};
