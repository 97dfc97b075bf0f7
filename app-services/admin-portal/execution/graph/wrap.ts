/** A name in lines of at most so many characters, broken between words; what is too long for all lines ends in "…". */
export function wrap(text: string, width: number, most: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(/\s+/)) {
    let rest = word;
    const last = lines.at(-1);
    if (last !== undefined && last.length + 1 + rest.length <= width) {
      lines[lines.length - 1] = `${last} ${rest}`;
      continue;
    }
    for (; rest.length > width; rest = rest.slice(width)) lines.push(rest.slice(0, width));
    if (rest) lines.push(rest);
  }
  if (lines.length <= most) return lines;
  const kept = lines.slice(0, most);
  const end = kept[most - 1] ?? '';
  return [...kept.slice(0, -1), `${end.slice(0, width - 1)}…`];
}
