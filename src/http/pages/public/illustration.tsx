/** A road over hills in the evening, to a house with a lit window. */
export const Illustration = () => (
  <svg viewBox="0 0 320 200" width="320" height="200" aria-hidden="true">
    <rect width="320" height="200" rx="14" fill="var(--accent-soft)" />
    <circle cx="92" cy="66" r="26" fill="var(--accent)" opacity="0.35" />
    <path
      d="M0 128c48-34 96-38 150-14 50-32 108-34 170-6v78a14 14 0 0 1-14 14H14a14 14 0 0 1-14-14z"
      fill="var(--calm-soft)"
    />
    <path
      d="M0 158c70-30 150-24 210-8 40 10 78 8 110-4v40a14 14 0 0 1-14 14H14a14 14 0 0 1-14-14z"
      fill="var(--calm)"
      opacity="0.3"
    />
    <path
      d="M96 200c10-28 70-30 92-48 14-12 24-22 30-34"
      fill="none"
      stroke="var(--card)"
      stroke-width="11"
      stroke-linecap="round"
    />
    <path d="M196 78v42h48V78" fill="var(--card)" />
    <path
      d="M188 82l32-28 32 28"
      fill="none"
      stroke="var(--accent)"
      stroke-width="6"
      stroke-linecap="round"
      stroke-linejoin="round"
    />
    <path d="M196 80v40h48V80" fill="none" stroke="var(--accent)" stroke-width="4" />
    <path d="M212 92h16v28h-16z" fill="var(--accent)" />
    <circle cx="264" cy="40" r="2" fill="var(--accent)" />
    <circle cx="152" cy="34" r="2" fill="var(--accent)" />
    <circle cx="292" cy="66" r="1.5" fill="var(--accent)" />
    <path
      d="M58 134v-20m0 0c-9 0-12-18 0-26 12 8 9 26 0 26zM280 122v-14m0 0c-7 0-9-13 0-19 9 6 7 19 0 19z"
      fill="var(--calm)"
      stroke="var(--calm)"
      stroke-width="3"
    />
  </svg>
);
