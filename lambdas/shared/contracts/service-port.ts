/** Port that every service of the sample application listens on, pooled and silo. */
export const SERVICE_PORT = 3010;
