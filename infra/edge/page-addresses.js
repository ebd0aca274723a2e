// Which file is meant by an address: a folder's index.html, the file, or the page of that language that says there is none.
var files = new Set(["FILES"]);

function handler(event) {
  var request = event.request;
  var path = request.uri.endsWith('/') ? request.uri + 'index.html' : request.uri;
  if (files.has(path)) {
    request.uri = path;
    return request;
  }
  if (files.has(path + '/index.html')) {
    return { statusCode: 301, statusDescription: 'Moved Permanently', headers: { location: { value: path + '/' } } };
  }
  request.uri = (path.startsWith('/en/') ? '/en' : '') + '/404.html';
  return request;
}
