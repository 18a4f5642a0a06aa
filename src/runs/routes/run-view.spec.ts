import { describe, expect, it } from '@jest/globals';
import { sampleRun } from '../../testing/index.js';
import { HIDDEN_ATTRIBUTE } from '../domain/attributes.js';
import type { PipelineOptions } from '../run-pipeline.js';
import { runListItem } from './run-view.js';

const OPTIONS: PipelineOptions = {
  id: 'essay',
  attributes: {
    genre: { type: 'string', description: 'Its genre.' },
    words: { type: 'integer', description: 'How many words.' },
  },
  links: { essay: 'The essay.' },
};
const view = { prefix: '/api', optionsOf: (id: string) => (id === 'essay' ? OPTIONS : undefined) };
const RUN = sampleRun('1', 0, { attributes: { genre: 'myth', older: 'x' } });

describe('a run as it is shown', () => {
  it('has the attributes that its pipeline declares as members, null where they are not set', () => {
    const shown = runListItem(RUN, view);
    expect(shown).toMatchObject({ genre: 'myth', words: null });
    expect(shown).not.toHaveProperty('attributes');
    expect(shown).not.toHaveProperty('older');
  });

  it('has the links that its pipeline declares, below the prefix of the application', () => {
    const self = `/api/runs/${RUN.run_id}`;
    expect(runListItem(RUN, view).links).toEqual({
      self,
      runlog: `${self}/runlog`,
      events: `${self}/events`,
      essay: `${self}/essay`,
    });
  });

  it('shows all that is stored of it when the application does not have its pipeline any more', () => {
    const shown = runListItem({ ...RUN, pipeline: 'gone' }, view);
    expect(shown).toMatchObject({ genre: 'myth', older: 'x' });
    expect(Object.keys(shown.links)).toEqual(['self', 'runlog', 'events']);
  });

  it('never shows what observers have stored with it', () => {
    const attributes = { genre: 'myth', [`${HIDDEN_ATTRIBUTE}place`]: 'hidden-1' };
    for (const pipeline of ['essay', 'gone']) {
      const shown = runListItem({ ...RUN, pipeline, attributes }, view);
      expect(shown).toMatchObject({ genre: 'myth' });
      expect(JSON.stringify(shown)).not.toContain('hidden-1');
    }
  });

  it('cannot be given an attribute that hides what every run has', () => {
    const shown = runListItem({ ...RUN, pipeline: 'gone', attributes: { error: 'x', links: 'y' } }, view);
    expect(shown).toMatchObject({ error: null, links: { self: `/api/runs/${RUN.run_id}` } });
  });
});
