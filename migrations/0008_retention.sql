-- What was erased, so that a restored backup can be purged again. It holds ids only.
create table erasure (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (kind in
    ('case-biometrics', 'case-photos', 'case-record', 'photo', 'sighting', 'sighting-content',
      'search-probe', 'account')),
  subject_id uuid not null,
  certificate_id uuid,
  at timestamptz not null default now()
);
create index on erasure (subject_id);

create table purge_certificate (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references case_file on delete cascade,
  contents jsonb not null, -- what was erased, and what was checked afterwards
  hash bytea, -- HMAC-SHA-256 over the contents; null until the checks are made
  created_at timestamptz not null default now()
);
create index on purge_certificate (case_id);

-- Answers to writes of the API, so that a request sent twice acts once.
create table idempotency_key (
  actor text not null,
  key text not null,
  request_hash bytea not null,
  status integer,
  body jsonb,
  created_at timestamptz not null default now(),
  primary key (actor, key)
);
