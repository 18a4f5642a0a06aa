import type { ModerationTexts } from './moderation-text.policy.js';

/** What moderators, authors and personas say in worlds with rules in Latin letters that do not say it themselves. */
export const DEFAULT_TEXTS: ModerationTexts = {
  reasons: {
    uncited: [
      'too many claims in it rest on nothing that a reader could check',
      'people state as known what nobody has shown',
    ],
    hostile: [
      'it has turned from the matter to the people who speak about it',
      'it has become a quarrel in which nobody listens',
      'readers are being attacked in it for what they say',
    ],
    private: ['it gives away how somebody can be reached', 'it tells where somebody can be found'],
    taboo: ['words are being used in it that this board does not allow', 'people are called names in it'],
    repetition: [
      'the same thing is being said in it over and over',
      'one comment is being posted in it again and again',
    ],
    off_topic: ['it has wandered off from what happened', 'most of it is about something else'],
  },
  notices: {
    hide: [
      'I am taking “{incident}” off the front page. Readers reported it {reports} times, mostly because {reason}. It can still be read and answered by whoever looks for it.',
      'The preview of “{incident}” is hidden from now on: {reason}. That falls under the rule “{rule}”.',
      'After {reports} reports I have hidden “{incident}” from the preview, since {reason}. Bring it back to what is known, and it can come back.',
      'Moderator here. “{incident}” no longer shows in the preview, because {reason}.',
    ],
    lock: [
      'I am locking “{incident}”. It was hidden already, and still {reason}. Nobody can answer here until it has been looked at.',
      'This is closed: {reason}, and {reports} reports say so. The thread about “{incident}” can be read, and no longer answered.',
      'No further comments on “{incident}”. Under the rule “{rule}”: {reason}.',
    ],
    warning: [
      'A word before this goes further: the thread about “{incident}” has {reports} reports, mostly because {reason}. Please mind that.',
      'Moderator here, with a warning for “{incident}”: {reason}. If it goes on like this, it will be hidden.',
      'I am reading “{incident}” from the top, because {reason}. Take this as the warning that it is.',
    ],
    restore: [
      'I have read the appeal of {name} and reopened “{incident}” by one step. It had been closed because {reason}; what was brought since is better than that.',
      'The appeal is granted, and the thread about “{incident}” goes back one step. Please keep it clear of what brought it here: {reason}.',
      '“{incident}” is one step more open again. {name} was right that there is something to discuss here, even though {reason}.',
    ],
  },
  appeals: [
    'I opened this thread, and I appeal. “{incident}” was closed because, I am told, {reason}. But this stands, whoever reported it: {fact}',
    'Please look at this again. The thread is about “{incident}”. It may be that {reason}; it is also true that nobody has answered this: {fact}',
    'As the author of the thread I ask for a second reading. Delete what breaks the rules and leave up what does not, above all this: {fact}',
    'I opened the thread about “{incident}” and I ask for it back. If the trouble is that {reason}, I will deal with that myself.',
    'This is an appeal. “{incident}” did not stop mattering when the thread was closed because {reason}.',
  ],
  answers: {
    accepted: [
      'Granted: on a second reading there is more about “{incident}” here than trouble.',
      'The appeal convinces me. The thread about “{incident}” goes back one step.',
    ],
    rejected: [
      'Refused. On a second reading it still holds that {reason}.',
      'I have read it again, and I stay with the decision: {reason}.',
    ],
    delayed: [
      'This has to wait: what is known about “{incident}” is too little, or too old, to decide on today.',
      'Put off. I cannot judge an appeal about “{incident}” on evidence as thin as this.',
    ],
  },
  replies: {
    hide: {
      protest: [
        'So “{incident}” gets hidden, and whoever it embarrasses can sleep. Hiding a thread answers nothing in it.',
        'Hide it, then. We will still be here under the lid, asking about “{incident}”.',
        'The moderators say that {reason}. I say that somebody did not like being asked.',
      ],
      approve: [
        'Hiding it was right. We can talk about “{incident}” just as well without an audience.',
        'Thank you, moderators. It is true that {reason}, and it was not getting better.',
        'Good. Perhaps now those who stay will be the ones who want to know what happened.',
      ],
      comply: [
        'Hidden or not, this has not gone away: {fact}',
        'Fair enough, if {reason}. Then let us do it properly, beginning with what we know: {fact}',
        'The notice has a point. I will say less about “{incident}” and show more.',
      ],
    },
    lock: {
      protest: [
        'Locked, with the question open. Everybody can read that, too.',
        'A lock is what you reach for when you cannot answer “{incident}”.',
      ],
      approve: [
        'Locking it was overdue, since {reason}.',
        'I am glad of the lock. Nobody here was listening any more.',
      ],
      comply: [
        'Then I will keep my notes on “{incident}” until it opens again.',
        'Locked is locked. For whoever reads this later, one thing was never disputed: {fact}',
      ],
    },
    warning: {
      protest: [
        'We are being warned, about “{incident}” of all things? Warn those who caused it.',
        'I read the warning. It would help more if somebody answered the question.',
        'A warning because {reason}. And who warns the people that this is about?',
      ],
      approve: [
        'The warning is deserved. Please, all of you, one breath before the next comment on “{incident}”.',
        'I agree with the moderator: {reason}. That goes for me as well.',
      ],
      comply: [
        'Noted. From here on I write nothing about “{incident}” that I cannot point to.',
        'Warning taken. Then back to what we do know: {fact}',
      ],
    },
  },
};

/** The same for worlds in other scripts: the world's own words stand side by side. */
export const WORDLESS_TEXTS: ModerationTexts = {
  reasons: { uncited: [], hostile: [], private: [], taboo: [], repetition: [], off_topic: [] },
  notices: {
    hide: [
      '[{rule}] “{incident}” — {reason}',
      '“{incident}” — {rule}. {reason}',
      '[{rule}] “{incident}” — {fact}',
    ],
    lock: ['[{rule}] “{incident}” — {reason}', '“{incident}” — {rule}. {reason}'],
    warning: ['[{rule}] “{incident}” — {reason}', '“{incident}” — {rule}. {reason}'],
    restore: ['[{rule}] “{incident}” — @{name}', '“{incident}” — {rule}. @{name}'],
  },
  appeals: ['“{incident}” — {fact}', '{fact} “{incident}”', '“{incident}” — {rule}?'],
  answers: {
    accepted: ['[{rule}] “{incident}”'],
    rejected: ['[{rule}] “{incident}” — {reason}'],
    delayed: ['[{rule}] “{incident}” …'],
  },
  replies: {
    hide: {
      protest: ['“{incident}” — {rule}?!'],
      approve: ['{rule}. “{incident}”'],
      comply: ['{rule} — {fact}', '“{incident}” — {rule}.'],
    },
    lock: {
      protest: ['“{incident}” — {rule}?!'],
      approve: ['{rule}. “{incident}”'],
      comply: ['{rule} — {fact}', '“{incident}” — {rule}.'],
    },
    warning: {
      protest: ['“{incident}” — {rule}?!'],
      approve: ['{rule}. “{incident}”'],
      comply: ['{rule} — {fact}', '“{incident}” — {rule}.'],
    },
  },
};
