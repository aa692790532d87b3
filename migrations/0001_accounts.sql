-- Agencies, the people who work with Homeward, and how they prove who they are.
-- account, session, credential, verification, two_factor and rate_limit are written by better-auth.

create table agency (
  id uuid primary key default gen_random_uuid(),
  name text not null unique,
  kind text not null check (kind in ('police', 'ngo', 'other')),
  country char(2) not null, -- ISO 3166-1 alpha-2
  phone text,
  email text,
  asks_view_reason boolean not null default false, -- whoever views one of its cases says why
  created_at timestamptz not null default now()
);

create table account (
  id uuid primary key default gen_random_uuid(),
  name text not null,
  email text not null unique,
  email_verified boolean not null default false,
  username text unique,
  display_username text,
  image text,
  role text not null default 'guardian'
    check (role in ('guardian', 'officer', 'lead', 'partner', 'admin', 'auditor')),
  agency_id uuid references agency,
  locale text not null default 'en',
  time_zone text not null default 'UTC',
  two_factor_enabled boolean not null default false,
  disabled_at timestamptz,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  -- Only guardians, admins and auditors stand outside an agency.
  check (agency_id is not null or role in ('guardian', 'admin', 'auditor'))
);

create table session (
  id uuid primary key default gen_random_uuid(),
  token text not null unique,
  user_id uuid not null references account on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  second_factor_at timestamptz, -- when its second factor was passed; without, staff may only set one up
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on session (user_id);

create table credential (
  id uuid primary key default gen_random_uuid(),
  account_id text not null,
  provider_id text not null,
  user_id uuid not null references account on delete cascade,
  access_token text,
  refresh_token text,
  id_token text,
  access_token_expires_at timestamptz,
  refresh_token_expires_at timestamptz,
  scope text,
  password text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on credential (user_id);

create table verification (
  id uuid primary key default gen_random_uuid(),
  identifier text not null,
  value text not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index on verification (identifier);

create table two_factor (
  id uuid primary key default gen_random_uuid(),
  secret text not null,
  backup_codes text not null,
  user_id uuid not null references account on delete cascade,
  verified boolean default true,
  failed_verification_count integer not null default 0,
  locked_until timestamptz
);
create index on two_factor (user_id);

-- A code of a second factor is good once (RFC 6238), though an authenticator app shows it for half a minute.
create table used_code (
  account_id uuid not null references account on delete cascade,
  code_hash bytea not null, -- HMAC
  used_at timestamptz not null,
  primary key (account_id, code_hash)
);

create table rate_limit (
  id uuid primary key default gen_random_uuid(),
  key text not null unique,
  count integer not null,
  last_request bigint not null
);

-- Sign-ins in a row that did not succeed: by account or, where there is none, by what was typed. Both lock alike, so that
-- a lock tells nobody whether there is an account.
create table sign_in_attempt (
  key_hash bytea primary key, -- HMAC
  attempts integer not null,
  last_at timestamptz not null
);

-- How a person of an agency comes to an account; the first admin comes by one as well.
create table invitation (
  id uuid primary key default gen_random_uuid(),
  token_hash bytea not null unique, -- SHA-256; the token itself is only in the link
  email text,
  role text not null check (role in ('officer', 'lead', 'partner', 'admin', 'auditor')),
  agency_id uuid references agency,
  invited_by uuid references account,
  created_at timestamptz not null default now(),
  expires_at timestamptz not null,
  accepted_at timestamptz,
  accepted_by uuid references account
);

-- A program of an agency.
create table api_key (
  id uuid primary key default gen_random_uuid(),
  agency_id uuid not null references agency,
  name text not null,
  prefix text not null, -- shown, so that people can tell keys apart
  key_hash bytea not null unique, -- SHA-256 of the whole key
  scopes text[] not null,
  created_by uuid not null references account,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);
