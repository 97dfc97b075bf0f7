/** Port that every service of the sample application listens on, pooled and silo (contracts.md §3). */
export const SERVICE_PORT = 3010;
