export function ThreadView() {
  return null;
}
