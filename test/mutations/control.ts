/** A control of the product, and how to take it out of a copy of the sources. */
export interface Control {
  /** What it holds, as a sentence about the product. */
  what: string;
  /** Source that has it, from the root of the repository. */
  file: string;
  /** Text that is the control; stands once in the file. */
  remove: string;
  /** What stands in its place; nothing, where the rest still compiles without it. */
  instead?: string;
  /** The tests that must turn red without it; one of them is enough. */
  tests: string[];
}
