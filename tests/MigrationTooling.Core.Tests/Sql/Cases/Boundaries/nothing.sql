-- nothing; here
/* or ; there */
;;
