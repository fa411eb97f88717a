// Who has access to a bucket or an object.

export const sharing = {
  title: 'Who has access'
}
