-- Data keys: everything secret is encrypted with one of these, and these with the master key (rotation rewraps them).
-- Deleting a data key makes what it encrypted unreadable for good, in backups of the blobs as well.

create table data_key (
  id uuid primary key default gen_random_uuid(),
  wrapped bytea not null,
  master_key text not null, -- first 12 hex digits of the SHA-256 of the master key that wraps it
  created_at timestamptz not null default now()
);

create table blob (
  id uuid primary key default gen_random_uuid(),
  key_id uuid not null references data_key,
  bytes bigint not null, -- of the plain content
  sha256 bytea not null, -- of the plain content
  media_type text not null,
  created_at timestamptz not null default now()
);
create index on blob (key_id);

create sequence case_number;

create table case_file (
  id uuid primary key default gen_random_uuid(),
  number text not null unique, -- for people: HW-2026-000123
  agency_id uuid not null references agency,
  guardian_id uuid references account,
  officer_id uuid references account, -- who works on it; null until an officer takes over a guardian's draft
  key_id uuid references data_key, -- of its templates; null once they are purged
  state text not null default 'draft' check (state in ('draft', 'open', 'resolved', 'withdrawn')),

  child_name text not null,
  other_names text[] not null default '{}',
  sex text check (sex in ('female', 'male', 'other')),
  birth_date text, -- YYYY, YYYY-MM or YYYY-MM-DD
  age_years numeric(4, 1), -- when missed, where no birth date is known
  languages text[] not null default '{}', -- BCP 47
  height_cm integer,
  hair_colour text,
  eye_colour text,
  marks text[] not null default '{}', -- distinguishing marks, one each
  clothing text,
  medical_needs text,
  circumstances text,

  last_place text,
  last_latitude double precision,
  last_longitude double precision,
  last_seen_at timestamptz,
  country char(2) not null, -- of the last known place

  police_reference text,
  legal_basis text check (legal_basis in
    ('consent', 'vital-interest', 'police-power', 'court-order', 'child-protection')),
  consent_by text, -- who consented, in which role
  consent_at timestamptz,
  is_protected boolean not null default false,
  protected_reason text check (protected_reason in ('court-order', 'refuge', 'flight-from-abuse', 'other')),
  is_public boolean not null default false,

  opened_at timestamptz,
  closed_at timestamptz,
  closing_reason text,
  created_by uuid references account,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  version integer not null default 1, -- of the row: two people who edit at once learn of each other

  -- Derived from the above by the program, to find the case with.
  name_keys text[] not null default '{}', -- each name without case, marks, order and script
  search_text text not null default '', -- names, number, place and police reference in plain letters
  born_about date, -- the middle of what birth date or age allow
  check (not (is_protected and is_public)),
  check ((is_protected) = (protected_reason is not null))
);
create index on case_file (agency_id, state);
create index on case_file (guardian_id);
create index on case_file (agency_id, created_at, id);
create index on case_file using gin (name_keys);

-- What guardian and officers write to one another, and officers among themselves.
create table case_note (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references case_file on delete cascade,
  author_id uuid references account,
  visibility text not null check (visibility in ('guardian', 'staff')),
  text text not null,
  created_at timestamptz not null default now()
);
create index on case_note (case_id, created_at);

create table case_relation (
  case_id uuid not null references case_file on delete cascade,
  other_case_id uuid not null references case_file on delete cascade,
  kind text not null check (kind in ('sibling', 'twin')),
  created_by uuid references account,
  created_at timestamptz not null default now(),
  primary key (case_id, other_case_id),
  check (case_id < other_case_id) -- a relation has no direction
);

create table duplicate_proposal (
  id uuid primary key default gen_random_uuid(),
  case_id uuid not null references case_file on delete cascade,
  other_case_id uuid not null references case_file on delete cascade,
  reasons jsonb not null,
  decision text check (decision in ('same', 'different')),
  decided_by uuid references account,
  decided_at timestamptz,
  created_at timestamptz not null default now(),
  unique (case_id, other_case_id),
  check (case_id < other_case_id)
);
