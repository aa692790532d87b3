-- The outbox: a message is written in the transaction that causes it and sent later, once.
create table message (
  id uuid primary key default gen_random_uuid(),
  dedupe_key text not null unique, -- what it is about, to whom, by which channel
  channel text not null check (channel in ('email', 'webhook', 'push')),
  kind text not null,
  recipient_id uuid references account,
  address text not null, -- e-mail address, or id of a webhook or push subscription
  agency_id uuid references agency,
  case_id uuid references case_file on delete set null,
  candidate_id uuid references candidate on delete set null,
  match_id uuid references match on delete set null,
  locale text not null default 'en',
  payload jsonb not null default '{}',
  state text not null default 'queued' check (state in
    ('held', 'queued', 'digest', 'sending', 'sent', 'failed', 'bounced', 'cancelled')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_error text,
  message_id text, -- RFC 5322, the same for each attempt
  created_at timestamptz not null default now(),
  sent_at timestamptz
);
create index on message (state, next_attempt_at);
create index on message (case_id);

create table alert_preference (
  account_id uuid not null references account on delete cascade,
  channel text not null check (channel in ('email', 'push')),
  mode text not null check (mode in ('at-once', 'digest', 'off')),
  primary key (account_id, channel)
);

create table webhook (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null references agency on delete cascade,
  url text not null,
  sealed_secret bytea not null,
  events text[] not null,
  created_by uuid not null references account,
  created_at timestamptz not null default now(),
  disabled_at timestamptz
);

create table push_subscription (
  id uuid primary key default gen_random_uuid(),
  account_id uuid not null references account on delete cascade,
  endpoint text not null unique,
  keys jsonb not null,
  created_at timestamptz not null default now()
);
