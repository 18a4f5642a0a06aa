import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

interface ItemLinkProps {
  readonly kind: string;
  readonly id: string;
  readonly children: ReactNode;
  readonly className?: string;
}

/** Leads to an item of the world that is shown. */
export function ItemLink({ kind, id, children, className }: ItemLinkProps) {
  return (
    <Link
      to="/world/$kind/$itemId"
      from="/world"
      params={{ kind, itemId: id }}
      search={({ packs }: { packs?: string }) => (packs === undefined ? {} : { packs })}
      dir="auto"
      {...(className && { className })}
    >
      {children}
    </Link>
  );
}
