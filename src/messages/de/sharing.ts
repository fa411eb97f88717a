export const sharing = {
  title: 'Wer Zugriff hat'
}
