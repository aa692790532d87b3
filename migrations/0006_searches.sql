create table search_run (
  id uuid primary key default gen_random_uuid(),
  reason text not null check (reason in ('sighting', 'new-case', 'ad-hoc', 'again')),
  face_id uuid references face on delete set null,
  requested_by uuid references account, -- ad-hoc only, with the next two
  agency_id uuid references agency,
  reason_code text,
  incident text, -- case or incident number
  profile text not null, -- of models and thresholds, see search_profile
  gallery_size integer not null,
  basis text not null check (basis in ('start', 'blended', 'own')),
  nobody boolean not null,
  notes text[] not null default '{}',
  results jsonb, -- ad-hoc only: the candidate list as it was shown
  created_at timestamptz not null default now()
);
alter table photo add foreign key (search_id) references search_run on delete cascade;

-- What searches were made with. When it changes, everything is searched again.
create table search_profile (
  id text primary key, -- digest of models, versions and thresholds
  description jsonb not null,
  created_at timestamptz not null default now()
);

-- The machine's word, replaced by each search; what people decide stands in review and match.
create table candidate (
  id uuid primary key default gen_random_uuid(),
  face_id uuid not null references face on delete cascade,
  case_id uuid not null references case_file on delete cascade,
  search_id uuid not null references search_run,
  rank integer not null,
  score double precision not null,
  one_in double precision not null,
  strength text not null,
  basis text not null,
  photos jsonb not null, -- evidence for each reference photo
  plausibility jsonb not null, -- separate reasons: sex, age, growth, marks, place and time, siblings
  is_above_threshold boolean not null, -- the score reaches the alert threshold
  is_alert boolean not null, -- and no other face of the same photo fits the child better
  is_current boolean not null default true, -- false: a later search no longer proposes it
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  unique (face_id, case_id)
);
create index on candidate (case_id) where is_current;

-- A known non-match, mixed into the queue to measure reviewers. It looks like any candidate.
create table review_control (
  id uuid primary key default gen_random_uuid(),
  face_id uuid not null references face on delete cascade,
  case_id uuid not null references case_file on delete cascade,
  agency_id uuid not null references agency,
  created_at timestamptz not null default now(),
  unique (face_id, case_id)
);

-- One person's look at one face: the probe is judged first, before any candidate is seen.
create table probe_analysis (
  face_id uuid not null references face on delete cascade,
  reviewer_id uuid not null references account,
  analysis jsonb not null,
  created_at timestamptz not null default now(),
  primary key (face_id, reviewer_id)
);

create table review (
  id uuid primary key default gen_random_uuid(),
  candidate_id uuid references candidate on delete cascade,
  control_id uuid references review_control on delete cascade,
  face_id uuid not null,
  case_id uuid not null,
  reviewer_id uuid not null references account,
  round integer not null check (round in (1, 2, 3)), -- 3: the lead, when two disagree
  checklist jsonb not null,
  conclusion integer check (conclusion between -4 and 4), -- null: unable to compare
  remark text,
  created_at timestamptz not null default now(),
  check ((candidate_id is null) <> (control_id is null)),
  unique (candidate_id, reviewer_id),
  unique (candidate_id, round),
  unique (control_id, reviewer_id)
);
create trigger review_is_final before update on review for each row execute function refuse_change();

-- A correction of a judgement, or what came to mind later; the judgement itself stays as it was given.
create table review_remark (
  id bigint generated always as identity primary key,
  review_id uuid not null references review on delete cascade,
  text text not null,
  created_at timestamptz not null default now()
);
create trigger review_remark_is_final before update on review_remark for each row execute function refuse_change();

-- What people decided about a candidate; no search ever changes it.
create table decision (
  candidate_id uuid primary key references candidate on delete cascade,
  outcome text not null check (outcome in ('same', 'different', 'unsure')),
  created_at timestamptz not null default now()
);
create trigger decision_is_final before update on decision for each row execute function refuse_change();

-- One reviewer with one probe, for a while: so two people do not do the same round at once.
create table review_session (
  id uuid primary key default gen_random_uuid(),
  face_id uuid not null references face on delete cascade,
  agency_id uuid not null references agency,
  reviewer_id uuid not null references account,
  lease_until timestamptz not null,
  finished_at timestamptz, -- all is judged; only from then on the facts are shown
  created_at timestamptz not null default now()
);
create index on review_session (reviewer_id, finished_at);

-- What is compared in it, under an id that tells nothing: not the case, not the rank, not whether it is a control.
create table review_pair (
  id uuid primary key default gen_random_uuid(),
  session_id uuid not null references review_session on delete cascade,
  candidate_id uuid references candidate on delete cascade,
  control_id uuid references review_control on delete cascade,
  check ((candidate_id is null) <> (control_id is null)),
  unique (session_id, candidate_id),
  unique (session_id, control_id)
);
create index on review_pair (candidate_id);
create index on review_pair (control_id);

-- How a reviewer did where the truth became known. It holds no case, so it outlives all of them.
create table review_measure (
  id bigint generated always as identity primary key,
  reviewer_id uuid not null references account,
  -- control: two children known to differ; consensus: a pair that reviewers came to call the same child
  source text not null check (source in ('control', 'consensus')),
  conclusion integer check (conclusion between -4 and 4),
  created_at timestamptz not null default now()
);
create index on review_measure (reviewer_id);

-- What two reviewers confirmed, with a fact that is not the face.
create table match (
  id uuid primary key default gen_random_uuid(),
  candidate_id uuid unique references candidate on delete set null, -- goes with the sighting; the match stays
  case_id uuid not null references case_file on delete cascade,
  fact_kind text not null check (fact_kind in
    ('mark', 'clothing', 'companion', 'place-and-time', 'relative', 'document', 'dna', 'other')),
  fact text not null,
  status text not null default 'verified' check (status in
    ('verified', 'agency-contacted', 'welfare-check', 'confirmed', 'refuted')),
  recorded_by uuid not null references account,
  created_at timestamptz not null default now(),
  released_by uuid references account, -- who let the guardian be told
  released_at timestamptz
);

create table match_step (
  id bigint generated always as identity primary key,
  match_id uuid not null references match on delete cascade,
  status text not null,
  remark text,
  recorded_by uuid not null references account,
  created_at timestamptz not null default now()
);
create trigger match_step_is_final before update on match_step for each row execute function refuse_change();
