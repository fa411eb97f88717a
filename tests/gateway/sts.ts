// Temporary credentials of a gateway that was started with STS, as `aws sts` prints them: of a session, and of a role.
import type { GatewayInfo } from './gateway'
import { boto3 } from './judge'
import { runToolOrFail } from './tool'

export type Issued = 'session' | 'role'

export const STS_BUCKET = 'session-bucket'

const allow = (action: string, more: object): string =>
  JSON.stringify({ Version: '2012-10-17', Statement: [{ Effect: 'Allow', Action: [action], ...more }] })
const TRUST = allow('sts:AssumeRole', { Principal: { AWS: ['arn:aws:iam:::user/alice'] } })
const EVERYTHING = allow('s3:*', { Resource: ['arn:aws:s3:::*'] })

/** Alice may ask for a session, and for a role. */
const ISSUE = `
me = dict(endpoint_url=s3.meta.endpoint_url, region_name='us-east-1',
  aws_access_key_id=arg['accessKey'], aws_secret_access_key=arg['secretKey'])
iam, sts = boto3.client('iam', **me), boto3.client('sts', **me)
iam.put_user_policy(UserName='alice', PolicyName='session', PolicyDocument=arg['policy'])
s3.create_bucket(Bucket=arg['bucket'])
issued = {
  'session': sts.get_session_token(DurationSeconds=900),
  'role': sts.assume_role(RoleArn='arn:aws:iam:::role/lab', RoleSessionName='lockgate')
}
print(json.dumps(issued, default=lambda date: date.isoformat()))`

/** Alice's, with a bucket of hers. @returns each answer as JSON, which names the expiry */
export async function issueCredentials(info: GatewayInfo): Promise<Readonly<Record<Issued, string>>> {
  const { alice, confFile } = info
  const admin = (...args: readonly string[]) =>
    runToolOrFail('radosgw-admin', [...args, '-c', confFile, '-n', 'client.rgw'])
  await admin('caps', 'add', '--uid=alice', '--caps=user-policy=*;roles=*')
  await admin('role', 'create', '--role-name=lab', '--path=/', `--assume-role-policy-doc=${TRUST}`)
  await admin('role-policy', 'put', '--role-name=lab', '--policy-name=all', `--policy-doc=${EVERYTHING}`)
  const policy = allow('sts:GetSessionToken', { Resource: ['*'] })
  const said = await boto3({ info, account: alice }, ISSUE, { ...alice, policy, bucket: STS_BUCKET })
  if (said.status !== 0) throw new Error(said.stderr)
  const { session, role } = JSON.parse(said.stdout.toString()) as Record<Issued, unknown>
  return { session: JSON.stringify(session), role: JSON.stringify(role) }
}
