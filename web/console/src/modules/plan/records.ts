// The address of the values behind a figure.
export function recordsAddress(year: number, measure: string, period: string, at: string): string {
  return `/plan/${year}/records/${measure}?at=${at}&period=${period}`;
}
