export function ChartsView() {
  return null;
}
