// A page that was put up with a status of its own (404.html) is answered with it.
function handler(event) {
  var response = event.response;
  var status = response.headers['x-amz-meta-status'];
  if (status) {
    response.statusCode = parseInt(status.value, 10);
    response.statusDescription = 'Not Found';
    delete response.headers['x-amz-meta-status'];
  }
  return response;
}
