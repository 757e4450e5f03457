/** The mark: waves from one point. */
export function Mark({ size = 22 }: { size?: number }) {
  return <img src="/icon.svg" width={size} height={size} alt="" />;
}
