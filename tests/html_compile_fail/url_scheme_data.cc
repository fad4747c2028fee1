// expect: hole_in_url_of_unsafe_scheme
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<img src=\"data:{}\">", "1");
