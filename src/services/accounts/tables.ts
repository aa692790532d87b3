// How better-auth's models lie in our tables (migrations/0001_accounts.sql).

const TIMES = { createdAt: 'created_at', updatedAt: 'updated_at' };

export const accountTable = {
  modelName: 'account',
  fields: { ...TIMES, emailVerified: 'email_verified' },
  additionalFields: {
    role: { type: 'string', required: false, input: false },
    agencyId: { type: 'string', fieldName: 'agency_id', required: false, input: false },
    disabledAt: { type: 'date', fieldName: 'disabled_at', required: false, input: false },
    locale: { type: 'string', required: false },
    timeZone: { type: 'string', fieldName: 'time_zone', required: false },
  },
} as const;

export const sessionTable = {
  modelName: 'session',
  fields: {
    ...TIMES,
    userId: 'user_id',
    expiresAt: 'expires_at',
    ipAddress: 'ip_address',
    userAgent: 'user_agent',
  },
  additionalFields: {
    secondFactorAt: { type: 'date', fieldName: 'second_factor_at', required: false, input: false },
  },
} as const;

export const credentialTable = {
  modelName: 'credential',
  fields: {
    ...TIMES,
    userId: 'user_id',
    accountId: 'account_id',
    providerId: 'provider_id',
    accessToken: 'access_token',
    refreshToken: 'refresh_token',
    idToken: 'id_token',
    accessTokenExpiresAt: 'access_token_expires_at',
    refreshTokenExpiresAt: 'refresh_token_expires_at',
  },
} as const;

/** Tokens of links are kept hashed. */
export const verificationTable = {
  modelName: 'verification',
  fields: { ...TIMES, expiresAt: 'expires_at' },
  storeIdentifier: 'hashed',
} as const;

export const rateLimitTable = { modelName: 'rate_limit', fields: { lastRequest: 'last_request' } } as const;

export const usernameColumns = { user: { fields: { displayUsername: 'display_username' } } } as const;

export const twoFactorTable = {
  user: { fields: { twoFactorEnabled: 'two_factor_enabled' } },
  twoFactor: {
    modelName: 'two_factor',
    fields: {
      userId: 'user_id',
      backupCodes: 'backup_codes',
      failedVerificationCount: 'failed_verification_count',
      lockedUntil: 'locked_until',
    },
  },
} as const;
