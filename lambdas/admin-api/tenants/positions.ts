/** A place in an order: the value that is sorted by, then the id, which tells equal values apart. */
export const positionOf = (value: string, id: string): string => `${value}\n${id}`;

/** Whether a place comes after another, in the direction of the order. */
export const isAfter = (position: string, from: string, direction: 1 | -1): boolean =>
  direction === 1 ? position > from : position < from;
