// expect: hole_in_meta_http_equiv
#include "net/html.h"
using namespace gulou::html;
const Html html = render("<meta content=\"0; url={}\" http-equiv=\"refresh\">", "a");
