/** Whether namespaces of this user hold every limit: only root can hold memory, and some attacks take all there is. */
export const CAN_HOLD_ALL = process.platform === 'linux' && process.getuid?.() === 0;
