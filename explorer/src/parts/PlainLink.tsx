import { useRouter, type LinkOptions } from '@tanstack/react-router';
import type { MouseEvent, ReactNode } from 'react';

interface PlainLinkProps {
  readonly target: LinkOptions;
  readonly className: string;
  readonly title: string;
  readonly children: ReactNode;
}

/** A link for rows of long lists: one that follows neither the address nor the pointer costs a fraction to draw. */
export function PlainLink({ target, className, title, children }: PlainLinkProps) {
  const router = useRouter();
  const { publicHref } = router.buildLocation(target);
  const follow = (event: MouseEvent) => {
    const isPlain =
      event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
    if (!isPlain || event.defaultPrevented) return;
    event.preventDefault();
    void router.navigate(target);
  };
  return (
    <a
      href={router.history.createHref(publicHref)}
      className={className}
      dir="auto"
      title={title}
      onClick={follow}
    >
      {children}
    </a>
  );
}
