/** Of a header: what its cells are divided by. */
export function delimiterOf(header: string): string {
  return ['\t', ';'].find((candidate) => header.includes(candidate)) ?? ',';
}

/** One line → its cells, without quotes and spaces around them. */
export function cellsOf(line: string, delimiter: string): string[] {
  if (!line.includes('"')) return line.split(delimiter).map((cell) => cell.trim());
  const cells: string[] = [];
  let cell = '';
  let quoted = false;
  for (const character of line) {
    // a quote inside of a quoted cell is doubled; as no number and no time holds one, both may go
    if (character === '"') quoted = !quoted;
    else if (character === delimiter && !quoted) {
      cells.push(cell.trim());
      cell = '';
    } else cell += character;
  }
  return [...cells, cell.trim()];
}
