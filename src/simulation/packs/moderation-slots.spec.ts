import 'reflect-metadata';
import { expect, it } from '@jest/globals';
import { plainToInstance } from 'class-transformer';
import { moderationSlotsNothingFills } from './moderation-slots.js';
import { RulePack } from './schema/rule.pack.js';

it('a text of moderation with a slot that nothing fills is told, with its place', () => {
  const moderation = {
    notices: { hide: ['{incident} is hidden.', 'Hidden by {moderator}.'] },
    replies: { lock: { comply: ['{fact}', '{}'] } },
  };
  const pack = plainToInstance(RulePack, { rules: [], moderation }, { exposeDefaultValues: true });
  expect(moderationSlotsNothingFills(pack).map(({ field, message }) => [field, message])).toEqual([
    ['moderation.notices.hide[1]', 'is never said, because nothing fills {moderator}'],
    ['moderation.replies.lock.comply[1]', 'is never said, because nothing fills {}'],
  ]);
});
