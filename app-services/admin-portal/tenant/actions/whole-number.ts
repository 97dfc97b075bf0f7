import { number } from '../../../portal-shared/format/locale';

/** What is wrong with a number as it is typed; nothing while it is empty. */
export function wholeNumberProblem(text: string, least: number, most: number): string | undefined {
  if (text.trim() === '') return undefined;
  const value = Number(text);
  return Number.isInteger(value) && value >= least && value <= most
    ? undefined
    : `Type a whole number from ${number(least)} to ${number(most)}.`;
}
