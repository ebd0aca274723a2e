// Whom the firewall counts: the address that CloudFront sees, whatever the client may have written there.
function handler(event) {
  event.request.headers['x-viewer-address'] = { value: event.viewer.ip };
  return event.request;
}
