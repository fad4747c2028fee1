// expect: hole_at_start_of_url_needs_url
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<form action='{}'>", "/a");
