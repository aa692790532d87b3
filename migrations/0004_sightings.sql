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
