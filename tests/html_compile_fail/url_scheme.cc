// expect: hole_in_url_of_unsafe_scheme
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<a href=\"javascript:{}\">", "1");
