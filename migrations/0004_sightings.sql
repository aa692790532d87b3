create table sighting (
  id uuid primary key default gen_random_uuid(),
  number text not null unique, -- for officers: S-2026-000123
  tracking_hash bytea not null unique, -- HMAC of the tracking code, which only the reporter has
  key_id uuid references data_key, -- of its templates; null once they are purged
  channel text not null default 'web' check (channel in ('web', 'api', 'officer', 'watch')),
  place text,
  latitude double precision,
  longitude double precision,
  accuracy_metres double precision,
  country char(2),
  seen_at timestamptz not null,
  sex text check (sex in ('female', 'male')), -- of the child, as the reporter saw it
  age_years numeric(4, 1), -- about, as the reporter saw it
  remarks text,
  contact jsonb, -- {name?, phone?, email?}; never public
  reported_by uuid references account,
  source_hash bytea, -- HMAC of the sender's network, for fairness between senders; purged after 30 days
  locale text not null default 'en',
  state text not null default 'new' check (state in ('new', 'seen', 'closed', 'spam')),
  keep_until timestamptz not null,
  created_at timestamptz not null default now()
);
create sequence sighting_number;
create index on sighting (created_at);
create index on sighting (source_hash, created_at);

create table sighting_addition (
  id uuid primary key default gen_random_uuid(),
  sighting_id uuid not null references sighting on delete cascade,
  text text not null,
  created_at timestamptz not null default now()
);
create index on sighting_addition (sighting_id);

-- A sighting that an officer connects with a case without a face that was found.
create table sighting_case_link (
  sighting_id uuid not null references sighting on delete cascade,
  case_id uuid not null references case_file on delete cascade,
  reason text not null,
  linked_by uuid not null references account,
  created_at timestamptz not null default now(),
  primary key (sighting_id, case_id)
);
create index on sighting_case_link (case_id);

-- How often somebody did something within a time: for rate limits. Old rows are of no use and deleted.
create table request_count (
  key bytea primary key, -- HMAC of what, who and which time
  requests integer not null,
  expires_at timestamptz not null
);
create index on request_count (expires_at);

-- Solutions of the proof of work count once.
create table spent_proof (
  id text primary key, -- nonce of the challenge
  expires_at timestamptz not null
);
create index on spent_proof (expires_at);
