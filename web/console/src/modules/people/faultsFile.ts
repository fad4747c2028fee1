// A table as a file that spreadsheets open: with a byte order mark, so that Chinese is read as such.
const mark = '\ufeff';

export function csvOf(rows: string[][]): string {
  return mark + rows.map((row) => row.map(cell).join(',')).join('\r\n') + '\r\n';
}

// What begins like a formula stays text.
function cell(value: string): string {
  const harmless = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(harmless) ? `"${harmless.replaceAll('"', '""')}"` : harmless;
}

export function saveFile(name: string, content: string): void {
  const address = URL.createObjectURL(new Blob([content], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  // After the browser has begun to read it.
  setTimeout(() => URL.revokeObjectURL(address), 10_000);
}
